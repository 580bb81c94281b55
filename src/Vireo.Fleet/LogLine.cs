namespace Vireo.Fleet;

/// <summary>A line that something of the fleet wrote into its log.</summary>
/// <param name="At">When, by the clock of whoever wrote it.</param>
/// <param name="Entity">Who wrote it.</param>
/// <param name="Text">The message, without its time stamp and line break.</param>
public readonly record struct LogLine(DateTimeOffset At, EntityId Entity, string Text);
