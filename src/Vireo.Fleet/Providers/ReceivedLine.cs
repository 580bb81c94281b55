namespace Vireo.Fleet;

/// <summary>A log line as it came in, before it is known whose it is.</summary>
/// <param name="At">When it was received.</param>
/// <param name="Writer">The name that its writer gives itself, or its address.</param>
/// <param name="Text">The message, without its time stamp and line break.</param>
public readonly record struct ReceivedLine(DateTimeOffset At, string Writer, string Text);
