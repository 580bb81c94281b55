using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>Who is believed to be the server, and who may log in.</summary>
public sealed class TrustTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static readonly string Other = new('A', 64);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_that_does_not_verify_is_refused_with_the_thumbprint_to_pin()
    {
        await using var provider = lab.Provider(settings => settings with { Thumbprint = "" });

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));

        Assert.False(refused.IsTransient);
        Assert.Contains($"'thumbprint: {lab.Thumbprint}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_certificate_than_the_pinned_one_is_refused_with_both()
    {
        await using var provider = lab.Provider(settings => settings with { Thumbprint = Other });

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));

        Assert.False(refused.IsTransient);
        Assert.Contains(lab.Thumbprint, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Other, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_certificate_is_refused_and_accepted_where_it_is_the_very_one_that_was_pinned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = TimeProvider.System.GetUtcNow();
        using var expired = new CertificateRequest("CN=vc.example", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(made.AddDays(-30), made.AddDays(-1));
        var verifying = new ServerTrust("");
        var pinning = new ServerTrust(expired.GetCertHashString(HashAlgorithmName.SHA256));

        Assert.False(verifying.Accepts(expired, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.Contains("expired", verifying.Trouble, StringComparison.Ordinal);
        Assert.True(pinning.Accepts(expired, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_without_being_told_and_is_not_tried_again_at_once()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "wr0ng-word", Token);
        await using var provider = lab.Provider(
            settings => settings with { Account = new VSphereAccount(VCenterLab.User, file, "") });

        var first = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));
        int logins = await LoginsAsync();
        var second = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token));

        Assert.Contains("'vireo@vsphere.local' cannot log in", first.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", first.ToString() + second, StringComparison.Ordinal);
        Assert.Equal(logins, await LoginsAsync());
        File.Delete(file);
    }

    [Fact]
    public async Task An_account_that_may_only_read_observes_and_is_told_what_it_lacks()
    {
        await using var provider = lab.Provider();
        await lab.ControlAsync("/lab/deny?privileges=Resource.HotMigrate,Resource.EditPool");
        try
        {
            var inventory = await provider.ReadInventoryAsync(Token);
            var machine = inventory.VirtualMachines[0];
            var refused = await Assert.ThrowsAsync<ProviderException>(() => VCenterLab.DoAsync(
                provider, "p-1", new Migration(machine.Id, machine.Host!.Value,
                    inventory.Hosts.First(host => host.Id != machine.Host).Id)));

            Assert.False(provider.Capabilities.Actions.HasFlag(ActionKinds.Migrate));
            Assert.True(provider.Capabilities.Actions.HasFlag(ActionKinds.PowerOnVirtualMachine));
            Assert.Equal(
                [
                    "For Migrate the account lacks Resource.HotMigrate.", "For Pools the account lacks Resource.EditPool.",
                    "For MoveStorage the account lacks Resource.HotMigrate.",
                ],
                provider.Describe().Lacking);
            Assert.Contains("lacks Resource.HotMigrate", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await lab.ControlAsync("/lab/deny?privileges=");
        }
    }

    [Fact]
    public async Task Without_acts_nothing_is_done_whatever_the_account_may_do()
    {
        await using var provider = lab.Provider(settings => settings with { Acts = false });
        var machine = (await provider.ReadInventoryAsync(Token)).VirtualMachines[0];

        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => VCenterLab.DoAsync(provider, "a-1", new PowerOffVirtualMachine(machine.Id)));

        Assert.Equal(ActionKinds.None, provider.Capabilities.Actions);
        Assert.Contains("'acts: true'", refused.Message, StringComparison.Ordinal);
    }

    private async Task<int> LoginsAsync()
    {
        using var calls = System.Text.Json.JsonDocument.Parse(await lab.ControlAsync("/lab/calls"));

        return calls.RootElement.GetProperty("Login").GetInt32();
    }
}
