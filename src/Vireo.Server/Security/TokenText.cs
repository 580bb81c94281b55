using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vireo.Server.Security;

/// <summary>Makes and compares tokens.</summary>
internal static class TokenText
{
    private const string Prefix = "vireo_";
    private const int SecretBytes = 32;

    /// <summary>A longer one is refused before it is hashed.</summary>
    public const int Longest = 256;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    public static string CreateId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>In a time that does not tell how much of it is right.</summary>
    public static bool Matches(string leftHash, string rightHash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(leftHash), Encoding.ASCII.GetBytes(rightHash));
}
