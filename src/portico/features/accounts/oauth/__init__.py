"""Coming in by way of Google, GitHub or any OpenID provider, and tying such an identity to an account."""
