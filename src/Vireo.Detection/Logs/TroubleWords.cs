namespace Vireo.Detection.Logs;

/// <summary>Words by which a log line speaks of trouble.</summary>
internal static class TroubleWords
{
    private static readonly string[] Words =
    [
        "error", "fail", "expire", "refus", "denied", "timed out", "timeout", "stuck", "lockup", "unstable", "deteriorat",
        "degraded", " down", "lost", "panic", "no space", "out of memory", "corrupt", "critical", "fatal", "exception",
        "cannot", "unable", "not respond", "unreachable", "warning", "severe", "abort",
    ];

    /// <summary>Whether a template holds one of them, in any case.</summary>
    public static bool In(string template) =>
        Array.Exists(Words, word => template.Contains(word, StringComparison.OrdinalIgnoreCase));
}
