using System.Security.Claims;
using Vireo.Server.Dashboard.Layout;

namespace Vireo.Server.Tests.Dashboard;

public sealed class ViewerTests
{
    [Theory]
    [InlineData("viewer", false, false)]
    [InlineData("operator", true, false)]
    [InlineData("approver", false, true)]
    [InlineData("admin", true, true)]
    public void A_role_decides_what_is_offered(string role, bool canOperate, bool canApprove)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "ada"), new(ClaimTypes.Role, role)], "token"));

        Assert.Equal(new Viewer("ada", canOperate, canApprove), Viewer.From(user));
    }

    [Fact]
    public void Nobody_in_particular_only_reads() =>
        Assert.Equal(Viewer.Anonymous, Viewer.From(new ClaimsPrincipal(new ClaimsIdentity())));
}
