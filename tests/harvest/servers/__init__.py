"""Real servers on loopback that speak the protocols, well or badly, as each test asks."""
