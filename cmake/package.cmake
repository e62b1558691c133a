# What is installed where, and the Debian package of it: `cpack -G DEB`, or scripts/package.sh, which builds first.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # what is packed is what was built
set(content ${CMAKE_BINARY_DIR}/package)
set(MYSIGFOX_PACKAGE_VERSION ${MYSIGFOX_VERSION}-1)

# What the program says of itself, the packed texts and the bill of materials are made anew each time.
install(CODE "execute_process(COMMAND ${PROJECT_SOURCE_DIR}/scripts/package/content.sh
    $<TARGET_FILE:mysigfox> ${content} ${MYSIGFOX_PACKAGE_VERSION} COMMAND_ERROR_IS_FATAL ANY)")
install(DIRECTORY ${content}/ DESTINATION usr USE_SOURCE_PERMISSIONS)

install(FILES systemd/mysigfox.service systemd/mysigfox.socket systemd/mysigfox-https.socket
    systemd/mysigfox-backup.service systemd/mysigfox-backup.timer DESTINATION lib/systemd/system)
install(FILES systemd/mysigfox.sysusers DESTINATION usr/lib/sysusers.d RENAME mysigfox.conf)
install(FILES systemd/mysigfox.tmpfiles DESTINATION usr/lib/tmpfiles.d RENAME mysigfox.conf)
install(FILES config/mysigfox.toml DESTINATION etc/mysigfox)

set(documents usr/share/doc/mysigfox)
file(GLOB guides CONFIGURE_DEPENDS docs/*.md)
file(GLOB operators CONFIGURE_DEPENDS docs/operators/*.md)
file(GLOB monitoring CONFIGURE_DEPENDS docs/monitoring/*)
install(FILES scripts/package/copyright ${guides} DESTINATION ${documents})
install(FILES ${operators} DESTINATION ${documents}/operators)
install(FILES ${monitoring} DESTINATION ${documents}/monitoring)
install(FILES systemd/mysigfox-root.conf DESTINATION ${documents}/examples)
install(PROGRAMS config/certbot-deploy-hook.sh DESTINATION ${documents}/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_VERSION ${MYSIGFOX_VERSION})
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "MySigfox <mysigfox@mysigfox.example>")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
file(READ scripts/package/description CPACK_DEBIAN_PACKAGE_DESCRIPTION)
string(STRIP "${CPACK_DEBIAN_PACKAGE_DESCRIPTION}" CPACK_DEBIAN_PACKAGE_DESCRIPTION)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(script conffiles postinst prerm postrm)
    list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/scripts/package/${script})
endforeach()
include(CPack)
