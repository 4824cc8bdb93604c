/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Every level of translation table below the root is one kind of object now; these are the names of
 * the levels.
 */
#pragma once

#define seL4_ARM_PageDirectory_Map         seL4_ARM_PageTable_Map
#define seL4_ARM_PageDirectory_Unmap       seL4_ARM_PageTable_Unmap
#define seL4_ARM_PageDirectoryObject       seL4_ARM_PageTableObject
#define ARMPageDirectoryMap                ARMPageTableMap
#define ARMPageDirectoryUnmap              ARMPageTableUnmap
#define seL4_PageDirBits                   seL4_PageTableBits
#define seL4_PageDirEntryBits              seL4_PageTableEntryBits
#define seL4_PageDirIndexBits              seL4_PageTableIndexBits

#define seL4_ARM_PageUpperDirectory_Map    seL4_ARM_PageTable_Map
#define seL4_ARM_PageUpperDirectory_Unmap  seL4_ARM_PageTable_Unmap
#define seL4_ARM_PageUpperDirectoryObject  seL4_ARM_PageTableObject
#define seL4_PUDBits                       12
#define seL4_PUDEntryBits                  3
#define seL4_PUDIndexBits                  9

#define seL4_ARM_PageGlobalDirectory       seL4_ARM_VSpace
#define seL4_ARM_PageGlobalDirectoryObject seL4_ARM_VSpaceObject
#define seL4_PGDBits                       12
#define seL4_PGDEntryBits                  3
#define seL4_PGDIndexBits                  9
