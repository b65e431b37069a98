"""Who is told of what, in the portal and by e-mail."""
