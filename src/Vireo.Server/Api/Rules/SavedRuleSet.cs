namespace Vireo.Server.Api.Rules;

/// <summary>Rules that somebody saved while the server ran.</summary>
/// <param name="Name">Names the set.</param>
/// <param name="Text">As it was written.</param>
/// <param name="SavedAt">When.</param>
public sealed record SavedRuleSet(string Name, string Text, DateTimeOffset SavedAt);
