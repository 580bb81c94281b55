using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>A safety rule that a plan would break at some moment.</summary>
/// <param name="Rule">The rule's number in the safety catalogue.</param>
/// <param name="Action">The action that would break it.</param>
/// <param name="Reason">One sentence with figures.</param>
public sealed record Violation(string Rule, ActionId Action, string Reason);
