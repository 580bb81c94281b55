namespace Vireo.Detection.Logs;

/// <summary>A line and what was learned about its kind. Valid until the next line is parsed.</summary>
public readonly ref struct ParsedLine(
    ulong templateId, ReadOnlySpan<byte> template, ReadOnlySpan<(int From, int To)> parameters)
{
    /// <summary>The same for equal templates in every file and run.</summary>
    public ulong TemplateId { get; } = templateId;

    /// <summary>UTF-8, with <c>&lt;*&gt;</c> for what varies.</summary>
    public ReadOnlySpan<byte> Template { get; } = template;

    /// <summary>What stands at each <c>&lt;*&gt;</c>, as ranges of the line.</summary>
    public ReadOnlySpan<(int From, int To)> Parameters { get; } = parameters;
}
