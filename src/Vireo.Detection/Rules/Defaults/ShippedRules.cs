using Vireo.Detection.Rules.Files;

namespace Vireo.Detection.Rules.Defaults;

/// <summary>The rule file that comes with the product.</summary>
public static class ShippedRules
{
    /// <summary>Its name in messages.</summary>
    public const string Name = "fleet-alerts.yaml";

    /// <summary>Its text.</summary>
    public static string Text { get; } = Load();

    /// <summary>Reads it.</summary>
    public static RuleFile Read() => RuleFileReader.Read(Name, Text);

    private static string Load()
    {
        using Stream stream = typeof(ShippedRules).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"'{Name}' is not in the assembly.");

        return new StreamReader(stream).ReadToEnd();
    }
}
