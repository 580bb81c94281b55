using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Templates;

namespace Vireo.Detection.Rules.Files;

/// <summary>A rule whose every result is an alert.</summary>
/// <param name="Name">Of the alert.</param>
/// <param name="Text">The expression as written.</param>
/// <param name="Expression">The expression.</param>
/// <param name="Labels">Added to every alert.</param>
/// <param name="For">How long it must hold before it fires.</param>
/// <param name="KeepFiringFor">How long it goes on when it no longer holds.</param>
/// <param name="Annotations">For people.</param>
public sealed record AlertRule(
    string Name,
    string Text,
    Expression Expression,
    ImmutableArray<KeyValuePair<string, Template>> Labels,
    TimeSpan For,
    TimeSpan KeepFiringFor,
    ImmutableArray<KeyValuePair<string, Template>> Annotations) : Rule(Name, Text, Expression, Labels);
