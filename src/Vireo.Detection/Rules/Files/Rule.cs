using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Templates;

namespace Vireo.Detection.Rules.Files;

/// <summary>One rule of a file.</summary>
/// <param name="Name">Of the alert, or of the series it records.</param>
/// <param name="Text">The expression as written.</param>
/// <param name="Expression">The expression.</param>
/// <param name="Labels">Added to every result; may hold templates in alerts.</param>
public abstract record Rule(
    string Name, string Text, Expression Expression, ImmutableArray<KeyValuePair<string, Template>> Labels);
