using System.Xml;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>A bearer token of vCenter Single Sign-On: a SAML assertion that whoever holds it may log in with.</summary>
/// <param name="Assertion">As it was issued: it is signed, so nothing of it may change on the way.</param>
/// <param name="EndsAt">Until when it holds; null when it does not say.</param>
internal sealed record BearerToken(XElement Assertion, DateTimeOffset? EndsAt)
{
    private static readonly XNamespace Security =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    private static readonly XNamespace Utility =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    private static readonly TimeSpan HeaderLife = TimeSpan.FromMinutes(1);

    /// <summary>Reads a token.</summary>
    /// <exception cref="XmlException">It is no XML, or no assertion.</exception>
    public static BearerToken Parse(string text)
    {
        var root = XElement.Parse(text.Trim(), LoadOptions.PreserveWhitespace);
        if (root.Name.LocalName != "Assertion")
        {
            throw new XmlException($"its root is '{root.Name.LocalName}', not 'Assertion'");
        }

        string? until = root.Child("Conditions")?.Attribute("NotOnOrAfter")?.Value;

        return new BearerToken(root, Vim.Instant(until is null ? null : new XElement("until", until)));
    }

    /// <summary>The header of the call that logs in (WS-Security: timestamp and assertion).</summary>
    public XElement Header(DateTimeOffset now) => new(
        Security + "Security",
        new XElement(
            Utility + "Timestamp",
            new XElement(Utility + "Created", now.UtcDateTime),
            new XElement(Utility + "Expires", now.UtcDateTime + HeaderLife)),
        Assertion);
}
