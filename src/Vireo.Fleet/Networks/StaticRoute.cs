namespace Vireo.Fleet;

/// <summary>A route.</summary>
/// <param name="To">Where to, such as 0.0.0.0/0.</param>
/// <param name="Via">The next router's address.</param>
public sealed record StaticRoute(string To, string Via);
