//! What can go wrong with a database that others run.

/// Why a database could not do what was asked. What it held before is still there. None tells a password.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// The address is none.
    #[error(
        "the address after --store, or in IOTUTOR_STORE, is not one of a database: write postgres://USER@HOST:PORT/DATABASE, with \
         %40 for an @ in a password, and so on"
    )]
    Address,
    /// This program was built without it.
    #[error(
        "this iotutor was built without PostgreSQL; build it with `cargo install --features postgres`, or leave --store and \
         IOTUTOR_STORE out: then all is kept in files"
    )]
    NotBuilt,
    /// Nobody answers there, or what was sent was not answered.
    #[error(
        "the database {place} can't be reached ({reason}); see whether it runs, and whether its address, port and network are right"
    )]
    Unreachable {
        /// The database.
        place: String,
        /// What the system says.
        reason: String,
    },
    /// It lets nobody in under that name.
    #[error(
        "the database {place} refuses the login ({reason}); check the user and the database in the address, and the password in \
         PGPASSWORD, PGPASSFILE or IOTUTOR_STORE"
    )]
    Login {
        /// The database.
        place: String,
        /// What it says.
        reason: String,
    },
    /// Nothing can be trusted there.
    #[error(
        "the database {place} can't be reached by TLS ({reason}); put its certificate's authority in a file that SSL_CERT_FILE names, \
         or add sslmode=disable to the address if the network is yours alone"
    )]
    Tls {
        /// The database.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// A newer version of the program made its tables. They are untouched.
    #[error(
        "the tables in {place} have version {found}, and this iotutor knows versions up to {known}; update iotutor, or name another \
         database"
    )]
    Newer {
        /// The database.
        place: String,
        /// The version of the tables.
        found: i32,
        /// The newest version known.
        known: i32,
    },
    /// Somebody erased what it is about.
    #[error("this was erased from {place} meanwhile, and nothing of it is written again")]
    Forgotten {
        /// The database.
        place: String,
    },
    /// No room is left there.
    #[error("the database {place} has no room left; make some: all that was recorded before is safe")]
    Full {
        /// The database.
        place: String,
    },
    /// Others keep what is needed for too long.
    #[error("others keep the database {place} busy; try again")]
    Busy {
        /// The database.
        place: String,
    },
    /// Facts are missing.
    #[error("after fact {number} of a stream in {place} facts are missing; bring the database back from its backup")]
    Gap {
        /// The database.
        place: String,
        /// The number of the last one that is there.
        number: u64,
    },
    /// A fact that this version does not understand.
    #[error(
        "fact {number} of a stream in {place} is as it was written, but this version of iotutor does not understand it ({reason}); \
         update iotutor"
    )]
    Entry {
        /// The database.
        place: String,
        /// The fact's number in its stream.
        number: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// Anything else that the database says.
    #[error("the database {place} does not do what is asked of it ({reason}); ask whoever runs it")]
    Other {
        /// The database.
        place: String,
        /// What it says.
        reason: String,
    },
}
