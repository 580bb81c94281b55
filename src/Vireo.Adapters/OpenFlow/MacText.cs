using System.Globalization;

namespace Vireo.Adapters.OpenFlow;

/// <summary>Hardware addresses as text.</summary>
internal static class MacText
{
    /// <summary>Writes one.</summary>
    public static string Of(ReadOnlySpan<byte> mac) => string.Create(
        CultureInfo.InvariantCulture, $"{mac[0]:x2}:{mac[1]:x2}:{mac[2]:x2}:{mac[3]:x2}:{mac[4]:x2}:{mac[5]:x2}");

    /// <summary>Reads one; null where it is none.</summary>
    public static byte[]? Parse(string text)
    {
        string[] parts = text.Split(':');
        byte[] mac = new byte[6];
        for (int i = 0; i < 6; i++)
        {
            if (parts.Length != 6 || parts[i].Length is < 1 or > 2 ||
                !byte.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mac[i]))
            {
                return null;
            }
        }

        return mac;
    }
}
