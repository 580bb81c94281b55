using System.Collections.Immutable;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Testing;

/// <summary>What an expression must give at an instant.</summary>
/// <param name="Line">In the file.</param>
/// <param name="Time">The instant.</param>
/// <param name="Text">The expression as written.</param>
/// <param name="Expression">The expression.</param>
/// <param name="Samples">The result, in any order.</param>
public sealed record ExpressionExpectation(
    int Line, TimeSpan Time, string Text, Expression Expression, ImmutableArray<Sample> Samples);
