using Vireo.Server.Security;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.Server.Tests.Security;

public sealed class GuardedOperationsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TokenStore _tokens;

    public GuardedOperationsTests() => _tokens = TokenStore.Open(_folder.Path, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_roles_allow_is_done_under_the_name_of_the_token()
    {
        var (record, _) = _tokens.Create("grace", [Roles.Operator]);
        var fake = new FakeOperations();
        var guarded = new GuardedOperations(fake, _tokens, Identity.Of(record, Access.SessionScheme));

        await guarded.PauseAsync("somebody else", CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => guarded.ApproveAsync(1, "grace", CancellationToken.None));

        Assert.Equal(["pause by grace"], fake.Calls);
        Assert.Contains("approver", refusal.Message);
    }

    [Fact]
    public async Task A_revoked_token_opens_nothing_although_its_page_still_stands()
    {
        var (record, _) = _tokens.Create("grace", [Roles.Admin]);
        var fake = new FakeOperations();
        var guarded = new GuardedOperations(fake, _tokens, Identity.Of(record, Access.SessionScheme));

        _tokens.Revoke(record.Id);

        await Assert.ThrowsAsync<InvalidOperationException>(() => guarded.ResumeAsync("grace", CancellationToken.None));
        Assert.Empty(fake.Calls);
    }
}
