namespace Vireo.Adapters.Logs;

/// <summary>An entry of a systemd journal.</summary>
/// <param name="Writer">The host that wrote it.</param>
/// <param name="Text">Program and message.</param>
/// <param name="Cursor">Its place in the journal; empty where that is not said.</param>
internal readonly record struct JournalEntry(string Writer, string Text, string Cursor);
