namespace Vireo.Detection.Logs;

/// <summary>A kind of log line, learned.</summary>
/// <param name="Id">Unique within a miner; never used again.</param>
/// <param name="Text">The line with <c>&lt;*&gt;</c> for what varies.</param>
/// <param name="Lines">How many lines it has seen.</param>
public sealed record LogTemplate(long Id, string Text, long Lines);
