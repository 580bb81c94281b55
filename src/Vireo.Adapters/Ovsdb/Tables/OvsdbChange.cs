namespace Vireo.Adapters.Ovsdb;

/// <summary>A row that came (no before), went (no after) or changed.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Before">As it was.</param>
/// <param name="After">As it is.</param>
internal sealed record OvsdbChange(string Table, OvsdbRow? Before, OvsdbRow? After);
