using System.Globalization;
using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Numbers in label values.</summary>
internal static class GoNumbers
{
    /// <summary>Reads a number with an optional sign; <c>+Inf</c> among them.</summary>
    public static bool TryParse(string text, out double value)
    {
        string digits = text.StartsWith('+') || text.StartsWith('-') ? text[1..] : text;
        bool isNumber = NumberText.TryParse(digits, out value) || double.TryParse(
            digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
                out value);
        value = text.StartsWith('-') ? -value : value;

        return isNumber;
    }
}
