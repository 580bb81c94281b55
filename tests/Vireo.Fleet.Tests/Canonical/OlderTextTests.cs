using System.Text;
using System.Text.Json.Nodes;

namespace Vireo.Fleet.Tests;

public sealed class OlderTextTests
{
    /// <summary>Every key that a policy has, by name.</summary>
    public static TheoryData<string> PolicyKeys =>
        [.. JsonNode.Parse(CanonicalJson.Write(new Policy()))!.AsObject().Select(property => property.Key)];

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void A_policy_stored_before_a_key_existed_has_that_key_s_default(string key)
    {
        var stored = JsonNode.Parse(CanonicalJson.Write(new Policy()))!.AsObject();
        stored.Remove(key);

        var read = CanonicalJson.Read<Policy>(Encoding.UTF8.GetBytes(stored.ToJsonString()));

        Assert.Equal(ContentHash.Of(new Policy()), ContentHash.Of(read));
    }
}
