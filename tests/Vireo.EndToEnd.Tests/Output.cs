namespace Vireo.EndToEnd.Tests;

/// <summary>Where the tests leave what people want to look at.</summary>
internal static class Output
{
    public static string Screenshots { get; } =
        Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "screenshots")).FullName;
}
