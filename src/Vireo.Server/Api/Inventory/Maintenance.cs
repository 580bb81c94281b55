namespace Vireo.Server.Api.Inventory;

/// <summary>Whether people work on a host.</summary>
/// <param name="On">It is to be emptied and to receive nothing; else it takes part again.</param>
public sealed record Maintenance(bool On);
