using System.Text.Json.Serialization;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How a provider is doing.</summary>
/// <param name="Provider">Which.</param>
/// <param name="LastSuccess">Last time it answered; null when it never did.</param>
/// <param name="Error">Its last error; empty when it answered last time.</param>
public sealed record ProviderHealth(ProviderId Provider, DateTimeOffset? LastSuccess, string Error)
{
    /// <summary>What it is there for.</summary>
    public ProviderRole Role { get; init; }

    /// <summary>How long its last answer took; null when it never answered.</summary>
    public TimeSpan? AnswerTime { get; init; }

    /// <summary>The last error since the start, whether it answers again or not; empty for none.</summary>
    public string LastError { get; init; } = "";

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Whether there are credentials for acting; without them it is only observed (S32).</summary>
    public bool IsActedOn { get; init; }

    /// <summary>What may be done there.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<ActionKinds>))]
    public ActionKinds MayDo { get; init; }

    /// <summary>What it says of itself; null where it says nothing.</summary>
    public ProviderDescription? Self { get; init; }
}
