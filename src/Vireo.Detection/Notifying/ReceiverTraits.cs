namespace Vireo.Detection.Notifying;

/// <summary>What matters of a receiver for deciding when it is told what.</summary>
/// <param name="Name">Unique.</param>
/// <param name="SendsResolved">Whether it is told that something is over.</param>
/// <param name="IsFed">Whether it is handed everything that is wrong, again and again, and notifies by itself: an
/// Alertmanager.</param>
/// <param name="TakesOneGroup">Whether a message is about exactly one group, as for a pager.</param>
public sealed record ReceiverTraits(string Name, bool SendsResolved, bool IsFed, bool TakesOneGroup);
