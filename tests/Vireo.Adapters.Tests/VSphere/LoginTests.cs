using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>Other ways to log in than by a password. The simulated vCenter takes any assertion and any certificate: that a real
/// one verifies them is not shown here.</summary>
public sealed class LoginTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_logs_in_and_logs_in_again_when_the_session_has_ended()
    {
        string file = await WriteAsync("token.xml", Assertion("2999-01-01T00:00:00Z"));
        await using var provider = lab.Provider(settings => settings with { Account = new VSphereAccount("", "", "") { TokenFile = file } });

        var before = await provider.ReadInventoryAsync(Token);
        await lab.ControlAsync("/lab/expire");
        var after = await provider.ReadInventoryAsync(Token);

        Assert.Equal(4, before.Hosts.Length);
        Assert.Equal(before.Hosts.Length, after.Hosts.Length);
    }

    [Theory]
    [InlineData("<saml2:Assertion xmlns:saml2='urn:s'><saml2:Conditions NotOnOrAfter='2001-01-01T00:00:00Z'/></saml2:Assertion>",
        "held until 2001-01-01 00:00:00Z. Put a new one there.")]
    [InlineData("<token/>", "its root is 'token', not 'Assertion'")]
    [InlineData("nothing", "should hold a SAML assertion")]
    public async Task A_token_that_cannot_log_in_is_not_sent_and_the_reason_names_the_file(string text, string why)
    {
        string file = await WriteAsync("bad.xml", text);
        await using var provider = lab.Provider(settings => settings with { Account = new VSphereAccount("", "", "") { TokenFile = file } });

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task An_extension_logs_in_by_its_certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=vireo", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var account = new VSphereAccount("", "", "")
        {
            CertificateFile = await WriteAsync("vireo.pem", certificate.ExportCertificatePem()),
            KeyFile = await WriteAsync("vireo.key", key.ExportPkcs8PrivateKeyPem()),
            Extension = "org.vireo",
        };
        await using var provider = lab.Provider(settings => settings with { Account = account });
        await using var without = lab.Provider(settings => settings with { Account = account with { KeyFile = lab.PasswordFile } });

        var inventory = await provider.ReadInventoryAsync(Token);
        var refused = await Assert.ThrowsAsync<ProviderException>(() => without.ReadInventoryAsync(Token));

        Assert.Equal(4, inventory.Hosts.Length);
        Assert.Contains("is no certificate that can be shown", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(VCenterLab.Password, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_logs_in_stands_in_the_header_as_it_was_issued()
    {
        string assertion = Assertion("2999-01-01T00:00:00Z");
        var call = new VimCall("LoginByToken", new ManagedObject("SessionManager", "SessionManager"))
        {
            Security = BearerToken.Parse(assertion).Header(DateTimeOffset.UnixEpoch),
        };

        string envelope = System.Text.Encoding.UTF8.GetString(VimEnvelope.Write(call));

        Assert.Contains(assertion, envelope, StringComparison.Ordinal);
        Assert.True(envelope.IndexOf("Timestamp", StringComparison.Ordinal) < envelope.IndexOf("Assertion", StringComparison.Ordinal));
    }

    private static string Assertion(string until) =>
        "<saml2:Assertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_1\" Version=\"2.0\">\n  " +
        "<saml2:Subject><saml2:NameID>vireo@vsphere.local</saml2:NameID></saml2:Subject>\n  " +
        $"<saml2:Conditions NotBefore=\"2001-01-01T00:00:00Z\" NotOnOrAfter=\"{until}\" />\n</saml2:Assertion>";

    private async Task<string> WriteAsync(string name, string text)
    {
        string path = Path.Combine(Path.GetDirectoryName(lab.PasswordFile)!, name);
        await File.WriteAllTextAsync(path, text, Token);

        return path;
    }
}
