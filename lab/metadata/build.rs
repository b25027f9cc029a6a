//! Turns the product's tables into comparisons. Each line of the file that BOREALIS_TABLES names is
//! `struct NAME SIZE`, `field STRUCT PATH OFFSET SIZE`, `const NAME VALUE` or `guid NAME VALUE`.

use std::{env, fs, path::Path};

/// Members that the C headers reach through an unnamed union; the metadata calls it `Anonymous`.
fn path_in_metadata(owner: &str, path: &str) -> String {
    match (owner, path) {
        ("FWP_VALUE0" | "FWP_CONDITION_VALUE0", member) if member != "type" => format!("Anonymous.{member}"),
        (_, "Ipv6.sin6_scope_id") => "Ipv6.Anonymous.sin6_scope_id".to_string(),
        (_, path) => path.split('.').map(|part| if part == "type" { "r#type" } else { part }).collect::<Vec<_>>().join("."),
    }
}

fn main() {
    println!("cargo:rerun-if-env-changed=BOREALIS_TABLES");
    let tables = env::var("BOREALIS_TABLES").expect("BOREALIS_TABLES names the file with the product's tables");
    println!("cargo:rerun-if-changed={tables}");
    let mut code = String::from("fn compare(found: &mut Comparison) {\n");
    for line in fs::read_to_string(&tables).expect("the tables can be read").lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        code.push_str(&match words.as_slice() {
            ["struct", name, size] => format!("found.number({line:?}, size_of::<{name}>() as i64, {size});\n"),
            ["field", owner, path, offset, size] => format!(
                "found.member({line:?}, member!({owner}, {}), {offset}, {size});\n",
                path_in_metadata(owner, path)
            ),
            ["const", name, value] => format!("found.number({line:?}, {name} as u32 as i64, {value});\n"),
            ["guid", name, value] => format!("found.guid({line:?}, &{name}, {value:?});\n"),
            _ => panic!("no table line: {line}"),
        });
    }
    code.push_str("}\n");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("compare.rs"), code).expect("the comparisons can be written");
}
