namespace Vireo.Server.Configuration.Documents;

/// <summary>What groups, providers and load balancers say of each other.</summary>
internal static class BackendPoolReferences
{
    /// <summary>Reports what does not fit together, each where it is written.</summary>
    public static void Require(ConfigurationDraft draft)
    {
        foreach (var pool in draft.BackendPools)
        {
            string name = pool.Value.Name;
            if (draft.Providers.Exists(provider => provider.Value.Name == name))
            {
                pool.Report("name", $"A provider is called '{name}' already; a load balancer needs a name of its own.");
            }

            if (pool.Value.Provider is { Length: > 0 } wanted && draft.Providers.Count > 0 &&
                !draft.Providers.Exists(provider => provider.Value.Name == wanted) && !draft.Unread.MayHold("Provider", wanted))
            {
                string known = string.Join(", ", draft.Providers.Select(provider => $"'{provider.Value.Name}'"));
                pool.Report("provider", $"There is no provider '{wanted}'; there are {known}.");
            }
        }

        // A file may hold groups alone, beside others that hold the load balancers.
        foreach (var group in draft.Groups.Where(_ => draft.Providers.Count > 0))
        {
            if (group.Value.BackendPool is { } pool && !draft.BackendPools.Exists(one => one.Value.Name == pool.Value) &&
                !draft.Unread.MayHold("BackendPool", pool.Value))
            {
                string near = NearestWord.Of(pool.Value, draft.BackendPools.Select(one => one.Value.Name).Order()) is { } nearest
                    ? $" The nearest is '{nearest}'." : " There is no document of kind BackendPool.";
                group.Report("backendPool", $"There is no load balancer named '{pool}'.{near}");
            }
        }
    }
}
