using System.Globalization;
using System.Net;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>What an agent said, by the names of <c>virDomainGetGuestInfo</c>.</summary>
/// <param name="Texts">Such as <c>os.pretty-name</c>.</param>
/// <param name="Numbers">Such as <c>fs.0.used-bytes</c>.</param>
internal sealed record GuestAnswer(IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, double> Numbers)
{
    // An agent may say anything.
    private const int Most = 1_000;
    private const int LongestText = 200;

    // Images that are full by their nature.
    private static readonly string[] Sealed = ["iso9660", "udf", "squashfs", "cramfs", "erofs"];

    /// <summary>What people are shown.</summary>
    public GuestAgent Show() => new("")
    {
        OperatingSystem = Text("os.pretty-name") ?? Text("os.name") ?? Text("os.kernel-release"),
        HostName = Text("hostname"),
        Addresses = new TagSet(Addresses()),
    };

    /// <summary>The share in use of the fullest file system that can be written to, 0 to 1; null when none is
    /// told.</summary>
    public double? FullestFileSystem()
    {
        double? fullest = null;
        for (int i = 0; i < Count("fs.count"); i++)
        {
            if (!Sealed.Contains(Texts.GetValueOrDefault(Name("fs", i, "fstype")))
                && Numbers.TryGetValue(Name("fs", i, "total-bytes"), out double total) && total > 0
                && Numbers.TryGetValue(Name("fs", i, "used-bytes"), out double used))
            {
                fullest = Math.Max(fullest ?? 0, Math.Clamp(used / total, 0, 1));
            }
        }

        return fullest;
    }

    private IEnumerable<string> Addresses()
    {
        for (int i = 0; i < Count("if.count"); i++)
        {
            for (int j = 0; j < Count(Name("if", i, "addr.count")); j++)
            {
                string? text = Texts.GetValueOrDefault(Name("if", i, string.Create(CultureInfo.InvariantCulture, $"addr.{j}.addr")));
                if (IPAddress.TryParse(text, out var address) && !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
                {
                    yield return address.ToString();
                }
            }
        }
    }

    private int Count(string name) => (int)Math.Clamp(Numbers.GetValueOrDefault(name), 0, Most);

    private string? Text(string name) => Texts.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text
        ? text[..Math.Min(text.Length, LongestText)]
        : null;

    private static string Name(string kind, int index, string figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}.{index}.{figure}");
}
