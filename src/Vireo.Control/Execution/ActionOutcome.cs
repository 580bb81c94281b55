using System.Text.Json.Serialization;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What became of one action, as verified by reading back.</summary>
/// <param name="Id">Which action.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Detail">Why, or the provider's words.</param>
/// <param name="StartedAt">When it was sent; null when it was not.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
public sealed record ActionOutcome(
    ActionId Id, OutcomeStatus Status, string Detail, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    /// <summary>Whether it was sent and has ended without effect.</summary>
    [JsonIgnore]
    public bool HasFailed => Status is OutcomeStatus.Failed or OutcomeStatus.TimedOut or OutcomeStatus.Aborted;
}
