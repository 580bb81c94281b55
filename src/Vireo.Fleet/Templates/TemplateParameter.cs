using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Something that is chosen for each machine made from a template.</summary>
/// <param name="Name">As in <c>{{name}}</c>.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Default">Where none is given; null when one has to be.</param>
public sealed record TemplateParameter(string Name, ParameterKind Kind, string? Default)
{
    /// <summary>The least, for numbers.</summary>
    public long? Minimum { get; init; }

    /// <summary>The most, for numbers.</summary>
    public long? Maximum { get; init; }

    /// <summary>The only values allowed; empty for all of its kind.</summary>
    public ImmutableArray<string> Choices
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];
}
