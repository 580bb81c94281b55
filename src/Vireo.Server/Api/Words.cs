using System.Text.Json;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api;

/// <summary>Reads words of a fixed set in queries as the API writes them in answers.</summary>
internal static class Words
{
    /// <summary>The value of a word, letter case aside; null when there is no word.</summary>
    /// <exception cref="ApiException">There is no such word; the nearest is named.</exception>
    public static T? Parse<T>(string parameter, string? word)
        where T : struct, Enum
    {
        if (word is null)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var known = Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();

        throw ApiException.BadRequest(
            $"'{parameter}' must be one of {string.Join(", ", known)}, found '{word}'. The nearest is '{NearestWord.Of(word, known)}'.");
    }
}
