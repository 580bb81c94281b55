namespace Vireo.Server.Dashboard.Settings;

/// <summary>A setting of the policy in words.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">What it is.</param>
/// <param name="Meaning">What it does.</param>
public sealed record PolicyRow(string Name, string Value, string Meaning);
