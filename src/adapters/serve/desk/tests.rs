//! The pages of a desk, asked for without a socket.
