namespace Vireo.Detection.Rules.Testing;

/// <summary>A test that did not come out as expected.</summary>
/// <param name="Line">In the file.</param>
/// <param name="Test">The test's name; empty when it has none.</param>
/// <param name="What">The rule or expression, and when.</param>
/// <param name="Expected">What should have come out.</param>
/// <param name="Got">What did.</param>
public sealed record RuleTestFailure(int Line, string Test, string What, string Expected, string Got);
