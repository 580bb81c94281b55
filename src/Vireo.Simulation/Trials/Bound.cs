using System.Globalization;

namespace Vireo.Simulation.Trials;

/// <summary>Findings about one number.</summary>
internal static class Bound
{
    public static TrialFinding AtMost(string what, double measured, double most) =>
        new($"{what}: at most {Text(most)}", Text(measured), measured <= most);

    public static TrialFinding AtLeast(string what, double measured, double least) =>
        new($"{what}: at least {Text(least)}", Text(measured), measured >= least);

    public static TrialFinding Exactly(string what, double measured, double expected) =>
        new($"{what}: {Text(expected)}", Text(measured), measured == expected);

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
