/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * What does not exist in a root task. Questions whether something is there are answered with "no",
 * because the class library asks them on its own account (for time zones, users, terminals);
 * whatever would need a file, a socket or a process throws PlatformNotSupportedException that names
 * the call.
 */
#include "pal.h"

/* Each answers -1 with ENOENT, whatever it is asked. */
#define NOT_FOUND(name)                                                                            \
    int32_t SystemNative_##name(void);                                                             \
    int32_t SystemNative_##name(void)                                                              \
    {                                                                                              \
        return pal_fail(PAL_ENOENT);                                                               \
    }

NOT_FOUND(GetGroupList)
NOT_FOUND(GetPwNamR)
NOT_FOUND(GetPwUidR)
NOT_FOUND(PathConf)
NOT_FOUND(ReadLink)

int32_t SystemNative_GetGroups(int32_t count, uint32_t *groups);
char *SystemNative_GetGroupName(uint32_t group);
char *SystemNative_RealPath(const char *path);
int32_t SystemNative_IsMemfdSupported(void);
int32_t SystemNative_GetAllMountPoints(void *found, void *context);

int32_t SystemNative_GetGroups(int32_t count, uint32_t *groups)
{
    (void)count;
    (void)groups;
    return 0;
}

char *SystemNative_GetGroupName(uint32_t group)
{
    (void)group;
    return NULL;
}

char *SystemNative_RealPath(const char *path)
{
    (void)path;
    pal_set_error(PAL_ENOENT);
    return NULL;
}

int32_t SystemNative_IsMemfdSupported(void)
{
    return 0;
}

/* Nothing is mounted: `found` is called for nothing. */
int32_t SystemNative_GetAllMountPoints(void *found, void *context)
{
    (void)found;
    (void)context;
    return 0;
}

#define NOT_SUPPORTED(name)                                                                        \
    _Noreturn void SystemNative_##name(void);                                                      \
    void SystemNative_##name(void)                                                                 \
    {                                                                                              \
        pal_not_supported(#name);                                                                  \
    }

/* Files */
NOT_SUPPORTED(CanGetHiddenFlag)
NOT_SUPPORTED(ChDir)
NOT_SUPPORTED(ChMod)
NOT_SUPPORTED(CopyFile)
NOT_SUPPORTED(FAllocate)
NOT_SUPPORTED(FChMod)
NOT_SUPPORTED(FChflags)
NOT_SUPPORTED(FSync)
NOT_SUPPORTED(FTruncate)
NOT_SUPPORTED(FUTimens)
NOT_SUPPORTED(FcntlGetFD)
NOT_SUPPORTED(FcntlGetIsNonBlocking)
NOT_SUPPORTED(FcntlSetFD)
NOT_SUPPORTED(FcntlSetIsNonBlocking)
NOT_SUPPORTED(GetDeviceIdentifiers)
NOT_SUPPORTED(GetDomainName)
NOT_SUPPORTED(GetFileSystemType)
NOT_SUPPORTED(GetFileSystemTypeNameForMountPoint)
NOT_SUPPORTED(GetSpaceInfoForMountPoint)
NOT_SUPPORTED(INotifyAddWatch)
NOT_SUPPORTED(INotifyInit)
NOT_SUPPORTED(INotifyRemoveWatch)
NOT_SUPPORTED(LChflags)
NOT_SUPPORTED(LChflagsCanSetHiddenFlag)
NOT_SUPPORTED(Link)
NOT_SUPPORTED(LockFileRegion)
NOT_SUPPORTED(MSync)
NOT_SUPPORTED(MemfdCreate)
NOT_SUPPORTED(MkDir)
NOT_SUPPORTED(MkFifo)
NOT_SUPPORTED(MkNod)
NOT_SUPPORTED(MkdTemp)
NOT_SUPPORTED(MksTemps)
NOT_SUPPORTED(PReadV)
NOT_SUPPORTED(PWrite)
NOT_SUPPORTED(PWriteV)
NOT_SUPPORTED(ReadEvents)
NOT_SUPPORTED(Rename)
NOT_SUPPORTED(RmDir)
NOT_SUPPORTED(ShmOpen)
NOT_SUPPORTED(ShmUnlink)
NOT_SUPPORTED(SymLink)
NOT_SUPPORTED(UTimensat)
NOT_SUPPORTED(Unlink)

/* Sockets */
NOT_SUPPORTED(Accept)
NOT_SUPPORTED(Bind)
NOT_SUPPORTED(CloseSocketEventPort)
NOT_SUPPORTED(Connect)
NOT_SUPPORTED(Connectx)
NOT_SUPPORTED(CreateNetworkChangeListenerSocket)
NOT_SUPPORTED(CreateSocketEventBuffer)
NOT_SUPPORTED(CreateSocketEventPort)
NOT_SUPPORTED(Disconnect)
NOT_SUPPORTED(EnumerateInterfaceAddresses)
NOT_SUPPORTED(FreeHostEntry)
NOT_SUPPORTED(FreeSocketEventBuffer)
NOT_SUPPORTED(GetAddressFamily)
NOT_SUPPORTED(GetAtOutOfBandMark)
NOT_SUPPORTED(GetBytesAvailable)
NOT_SUPPORTED(GetControlMessageBufferSize)
NOT_SUPPORTED(GetDomainSocketSizes)
NOT_SUPPORTED(GetHostEntryForName)
NOT_SUPPORTED(GetIPv4Address)
NOT_SUPPORTED(GetIPv4MulticastOption)
NOT_SUPPORTED(GetIPv6Address)
NOT_SUPPORTED(GetIPv6MulticastOption)
NOT_SUPPORTED(GetLingerOption)
NOT_SUPPORTED(GetMaximumAddressSize)
NOT_SUPPORTED(GetNameInfo)
NOT_SUPPORTED(GetNetworkInterfaces)
NOT_SUPPORTED(GetPeerID)
NOT_SUPPORTED(GetPeerName)
NOT_SUPPORTED(GetPort)
NOT_SUPPORTED(GetRawSockOpt)
NOT_SUPPORTED(GetSockName)
NOT_SUPPORTED(GetSockOpt)
NOT_SUPPORTED(GetSocketAddressSizes)
NOT_SUPPORTED(GetSocketErrorOption)
NOT_SUPPORTED(GetSocketType)
NOT_SUPPORTED(InterfaceNameToIndex)
NOT_SUPPORTED(Listen)
NOT_SUPPORTED(MapTcpState)
NOT_SUPPORTED(PlatformSupportsDualModeIPv4PacketInfo)
NOT_SUPPORTED(Receive)
NOT_SUPPORTED(ReceiveMessage)
NOT_SUPPORTED(ReceiveSocketError)
NOT_SUPPORTED(Select)
NOT_SUPPORTED(Send)
NOT_SUPPORTED(SendFile)
NOT_SUPPORTED(SendMessage)
NOT_SUPPORTED(SetAddressFamily)
NOT_SUPPORTED(SetIPv4Address)
NOT_SUPPORTED(SetIPv4MulticastOption)
NOT_SUPPORTED(SetIPv6Address)
NOT_SUPPORTED(SetIPv6MulticastOption)
NOT_SUPPORTED(SetLingerOption)
NOT_SUPPORTED(SetPort)
NOT_SUPPORTED(SetRawSockOpt)
NOT_SUPPORTED(SetReceiveTimeout)
NOT_SUPPORTED(SetSendTimeout)
NOT_SUPPORTED(SetSockOpt)
NOT_SUPPORTED(Shutdown)
NOT_SUPPORTED(Socket)
NOT_SUPPORTED(TryChangeSocketEventRegistration)
NOT_SUPPORTED(TryGetIPPacketInformation)
NOT_SUPPORTED(WaitForSocketEvents)

/* Processes */
NOT_SUPPORTED(ConfigureTerminalForChildProcess)
NOT_SUPPORTED(FcntlCanGetSetPipeSz)
NOT_SUPPORTED(FcntlGetPipeSz)
NOT_SUPPORTED(FcntlSetPipeSz)
NOT_SUPPORTED(ForkAndExecProcess)
NOT_SUPPORTED(Pipe)
NOT_SUPPORTED(RegisterForSigChld)
NOT_SUPPORTED(SchedSetAffinity)
NOT_SUPPORTED(SetDelayedSigChildConsoleConfigurationHandler)
NOT_SUPPORTED(SetEUid)
NOT_SUPPORTED(SetPriority)
NOT_SUPPORTED(WaitIdAnyExitedNoHangNoWait)
NOT_SUPPORTED(WaitPidExitedNoHang)
