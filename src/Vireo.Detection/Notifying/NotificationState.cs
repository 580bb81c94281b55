using System.Collections.Immutable;

namespace Vireo.Detection.Notifying;

/// <summary>What was told to whom, and what is still to be told.</summary>
/// <param name="Groups">By key.</param>
/// <param name="Receivers">By name.</param>
public sealed record NotificationState(
    ImmutableSortedDictionary<string, NotificationGroup> Groups,
    ImmutableSortedDictionary<string, ReceiverState> Receivers)
{
    /// <summary>Nothing was told yet.</summary>
    public static NotificationState Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, NotificationGroup>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, ReceiverState>(StringComparer.Ordinal));

    /// <summary>How it goes with a receiver.</summary>
    public ReceiverState ReceiverOf(string name) => Receivers.GetValueOrDefault(name) ?? new ReceiverState(name);
}
