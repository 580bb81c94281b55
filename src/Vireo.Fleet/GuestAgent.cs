using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What an agent inside a guest tells about it, or why nothing is known.</summary>
/// <param name="Problem">Why the agent was not asked or does not answer; empty when it does.</param>
public sealed record GuestAgent(string Problem)
{
    /// <summary>Name and version of the operating system; empty where it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? OperatingSystem { get; init; }

    /// <summary>What the guest calls itself; empty where it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? HostName { get; init; }

    /// <summary>Its addresses, those that only the guest itself can use left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TagSet Addresses { get; init; }
}
