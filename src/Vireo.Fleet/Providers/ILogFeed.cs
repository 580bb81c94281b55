namespace Vireo.Fleet;

/// <summary>A source of log lines that is no hypervisor: files, or what machines send.</summary>
public interface ILogFeed
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>Hands over what has come since the last time, oldest first; each line once. Never throws: what goes wrong
    /// is told by <see cref="TakeTrouble"/>.</summary>
    IReadOnlyList<ReceivedLine> Take();

    /// <summary>What went wrong since the last time, in one sentence with figures; null when nothing did.</summary>
    string? TakeTrouble();
}
