namespace Vireo.Adapters.Libvirt;

/// <summary>Those of libvirt's error numbers (<c>virErrorNumber</c>) that are told apart.</summary>
internal enum LibvirtErrorCode
{
    /// <summary>Anything else inside.</summary>
    Internal = 1,

    /// <summary>The driver does not have this function.</summary>
    NoSupport = 3,

    /// <summary>An argument is wrong.</summary>
    InvalidArgument = 8,

    /// <summary>The connection does not allow it, as when it is read-only.</summary>
    OperationDenied = 29,

    /// <summary>The document is wrong.</summary>
    XmlError = 27,

    /// <summary>There is no such domain.</summary>
    NoDomain = 42,

    /// <summary>Credentials were refused.</summary>
    AuthenticationFailed = 45,

    /// <summary>There is no such storage pool.</summary>
    NoStoragePool = 49,

    /// <summary>There is no such volume.</summary>
    NoStorageVolume = 50,

    /// <summary>It cannot be done in the state that the domain is in.</summary>
    OperationInvalid = 55,

    /// <summary>The host cannot run this configuration.</summary>
    ConfigurationUnsupported = 67,

    /// <summary>The job was aborted.</summary>
    OperationAborted = 78,

    /// <summary>The domain has no such metadata.</summary>
    NoDomainMetadata = 80,

    /// <summary>The operation is not supported here.</summary>
    OperationUnsupported = 84,

    /// <summary>Access control refused it.</summary>
    AccessDenied = 88,

    /// <summary>An argument is not supported here.</summary>
    ArgumentUnsupported = 74,

    /// <summary>The agent in the guest did not answer in time.</summary>
    AgentUnresponsive = 86,
}
