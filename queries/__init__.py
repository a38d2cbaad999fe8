"""What can be asked. One file, one question; every question takes a `GraphReader`, a `View` and ids."""
