-- Under which names somebody keeps states of the list of devices.
-- Without a foreign key to the accounts: people come from elsewhere as well.

create table own_views (
  username     varchar(128) primary key,
  list_version integer not null,
  version      integer not null
);

create table own_view (
  username   varchar(128) not null,
  place      integer not null,
  name       varchar(64) not null,
  begins     boolean not null,
  search     varchar(128),
  removed    boolean not null,
  sort_by    varchar(16),
  descending boolean not null,
  constraint own_view_once primary key (username, place),
  constraint own_view_of_person foreign key (username) references own_views (username)
);
