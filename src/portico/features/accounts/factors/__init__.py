"""What somebody proves an account with besides a password: passkeys, codes of an app, recovery codes."""
