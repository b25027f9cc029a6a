//! Compares what the product writes down about Windows' structs, constants and GUIDs with Microsoft's metadata
//! (crate windows-sys). Prints every difference and ends with 1 if there is one.

// which comparisons are used depends on the tables
#![allow(dead_code, unused_macros)]

use std::mem::{size_of, size_of_val, MaybeUninit};
use std::process::exit;
use std::ptr::addr_of;
use windows_sys::core::GUID;
#[allow(unused_imports)]
use windows_sys::Win32::{
    Foundation::*, NetworkManagement::IpHelper::*, NetworkManagement::Ndis::*,
    NetworkManagement::WindowsFilteringPlatform::*, Networking::WinSock::*, System::JobObjects::*, System::Rpc::*,
};

#[derive(Default)]
struct Comparison {
    compared: u32,
    differences: u32,
}

impl Comparison {
    fn report(&mut self, line: &str, equal: bool, metadata: String) {
        self.compared += 1;
        if !equal {
            self.differences += 1;
            println!("differs: {line} (metadata: {metadata})");
        }
    }

    fn number(&mut self, line: &str, metadata: i64, product: i64) {
        self.report(line, metadata == product, metadata.to_string());
    }

    fn member(&mut self, line: &str, (offset, size): (usize, usize), product_offset: usize, product_size: usize) {
        self.report(line, offset == product_offset && size == product_size, format!("{offset} {size}"));
    }

    fn guid(&mut self, line: &str, metadata: &GUID, product: &str) {
        let tail: String = metadata.data4.iter().map(|byte| format!("{byte:02x}")).collect();
        let text =
            format!("{:08x}-{:04x}-{:04x}-{}-{}", metadata.data1, metadata.data2, metadata.data3, &tail[..4], &tail[4..]);
        self.report(line, text == product, text.clone());
    }
}

/// Offset and size of a member, unions included; nothing is read.
macro_rules! member {
    ($owner:ty, $($path:tt).+) => {{
        let place = MaybeUninit::<$owner>::zeroed();
        let start = place.as_ptr();
        #[allow(unused_unsafe)]
        unsafe {
            let member = addr_of!((*start).$($path).+);
            (member as usize - start as usize, size_of_val(&*member))
        }
    }};
}

include!(concat!(env!("OUT_DIR"), "/compare.rs"));

fn main() {
    let mut found = Comparison::default();
    compare(&mut found);
    println!("{} compared, {} differences", found.compared, found.differences);
    exit(i32::from(found.differences > 0));
}
